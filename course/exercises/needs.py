"""What each exercise takes, about how long, and which figure answers it; its box shows it, and the page of exercises."""

from course.exercises.model import GUESSED, Exercise

# By kind where nothing else is said: what it takes, and minutes.
USUAL = {"number": ("pencil", 5), "array": ("pencil", 10), "choice": ("nothing but the text", 3), "function": ("Python", 10), "formula": ("pencil", 10)}
NEEDS = {
    "1.1": ("pencil", 5), "1.2": ("pencil", 15), "1.5": ("Python", 15), "1.6": ("pencil and Python", 10), "1.9": ("the figure", 5),
    "2.1": ("the figure or a pencil", 5), "2.3": ("pencil", 10), "2.5": ("pencil", 10), "2.6": ("pencil", 10), "2.7": ("pencil", 20), "2.8": ("Python", 15),
    "3.1": ("pencil or the figure", 15), "3.3": ("pencil", 15), "3.4": ("the figure or a pencil", 10), 
    "4.1": ("pencil", 5), "4.4": ("pencil", 10), "4.5": ("pencil", 10), "4.6": ("pencil", 10), "4.8": ("pencil", 15), "4.9": ("Python", 15),
    "5.1": ("pencil and Python", 20), "5.2": ("pencil", 10), "5.3": ("Python", 15), "5.5": ("pencil", 5), "5.6": ("pencil", 10), "5.7": ("Python", 10),
    "5.10": ("pencil", 15),
    "6.3": ("pencil", 10), "6.4": ("Python", 15), "6.5": ("Python", 15), "6.6": ("Python", 15), "6.7": ("pencil", 5), "6.8": ("Python", 10), "6.10": ("pencil", 10),
    "7.1": ("pencil", 15), "7.2": ("pencil and Python", 15), "7.3": ("Python", 15), "7.4": ("Python", 15), "7.5": ("Python", 15), "7.6": ("pencil", 10),
    "8.1": ("pencil", 5), "8.2": ("Python", 10), "8.3": ("pencil", 10), "8.5": ("pencil or Python", 10), "8.8": ("Python", 20), "8.9": ("pencil", 10),
    "8.10": ("pencil", 10),
    "9.1": ("pencil and Python", 20), "9.2": ("Python", 20), "9.4": ("pencil", 10), "9.5": ("Python", 20), "9.6": ("Python", 15), "9.7": ("Python", 15),
    "9.9": ("pencil", 15), "9.10": ("Python", 15)}
# A figure of the same page with the situation of the exercise set: its key, and the traits that differ from its own.
FIGURES = {
    "2.1": ("explorer-softplus", {"theta": (0, 0, 0, 0, 0, 0, 0)}),
    "3.1": ("explorer-stepper", {"theta": (0.2, -0.3, 0.4, 0.1, -0.5, 0.2, -0.4, 0.2, -0.3, 0.2, 0.1)}),
    "3.4": ("explorer-stepper", {"loss": "sse"})}


def needs(exercise: Exercise) -> str:
    """What an exercise takes and about how long, as a sentence; nothing for a prediction or a question between the sections."""
    if exercise.kind in GUESSED or not exercise.id[-1].isdigit():
        return ""
    what, minutes = NEEDS.get(exercise.id, USUAL[exercise.kind])
    return f"{what[0].upper()}{what[1:]}, about {minutes} minutes."


def figure(exercise: Exercise) -> str:
    """The fragment of the address that sets a figure to the situation of an exercise; nothing where no figure answers it."""
    if exercise.id not in FIGURES:
        return ""
    key, traits = FIGURES[exercise.id]
    texts = (f"{name}={','.join(f'{v:g}' for v in value) if isinstance(value, tuple) else value}" for name, value in traits.items())
    return f"#{key}?{'&'.join(texts)}"
