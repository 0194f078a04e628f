"""What a word of the command line may have been meant for: `did_you_mean.py ENV args env stack` prints env."""

import difflib
import sys


def meant(given: str, known: list[str]) -> str:
    """The nearest known word, in whatever case and however much of it; empty where there is none."""
    word = given.lower()
    begun = [one for one in known if word.startswith(one) or one.startswith(word)]
    return next(iter(begun or difflib.get_close_matches(word, known, n=1)), "")


if __name__ == "__main__":
    sys.stdout.write(meant(sys.argv[1], sys.argv[2:]))
