"""What turns the work of a class into marks: worksheets graded by machine, pools of questions for other systems."""
