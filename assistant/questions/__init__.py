"""A question's words -> what is asked.

`parser` clears and splits a text; `spelling`, `names`, `roles` and `language` look at its words; `dates` reads its
period; `kinds` and `verbs` give the `reading` of one question by its parts (`clause`, `lexicon`, `patterns`);
`follow_ups` completes it from the turns before, of which `referents` tells what its pronouns stand for; `small_talk` is
what needs no article.  `models` are the values.
"""

from assistant.questions.models import Question, QuestionKind
from assistant.questions.parser import read_questions

__all__ = ["Question", "QuestionKind", "read_questions"]
