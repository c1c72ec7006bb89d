"""The course around nnlib: exercises, figures, studies, the site and its editions. nnlib imports none of it."""
