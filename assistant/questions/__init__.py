"""A question's words -> what is asked.

`parser` clears and splits a text; `spelling`, `names` and `language` look at its words; `dates` reads its period;
`kinds` reads one question by its parts (`clause`, `lexicon`); `follow_ups` completes it from the turns before;
`small_talk` is what needs no article.  `models` are the values.
"""

from assistant.questions.models import Question, QuestionKind
from assistant.questions.parser import read_questions

__all__ = ["Question", "QuestionKind", "read_questions"]
