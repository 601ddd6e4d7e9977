"""The words that people type, and those that are read for them."""

import pytest

from assistant.questions.wording import as_read, spelled_out

AS_TYPED = "as typed"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who's opposed to the dam", "who is opposed to the dam"),
        ("where're the wolves", "where are the wolves"),
        ("why'd Berg resign according to herself", "why did Berg resign"),
        ("how come the dam leaks", "why the dam leaks"),
        ("how come", AS_TYPED),
        ("whats anna berg think of it", "what does anna berg think of it"),
        ("what's Berg's view of it", "what is Berg's view of it"),
        ("what's happened to Berg", "what is happened to Berg"),
        ("what did Berg and Salo each say about it", "what did Berg and Salo say about it"),
        ("each said it", AS_TYPED),
        ("what about Berg specifically?", "what about Berg?"),
        ("what exactly did Berg say", AS_TYPED),
        ("what Berg said according to Salo", AS_TYPED),
        ("what did the ex nj governor say", "what did the former New Jersey governor say"),
        ("what did the NY Daily News say", AS_TYPED),
        ("what did scotus rule", "what did the Supreme Court rule"),
    ],
)
def test_short_forms_are_written_in_full(typed: str, read: str) -> None:
    assert spelled_out(typed) == (typed if read == AS_TYPED else read)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what does Berg have to say on wolves", "what does Berg say on wolves"),
        ("with whom did Berg speak", "whom did Berg speak"),
        ("is Berg of the view that the dam leaks", "does Berg think that the dam leaks"),
        ("how did she hit back at Berg", "how did she respond to Berg"),
        ("how did she fire back", "how did she respond"),
        ("did she come back to Oulu", AS_TYPED),
        ("how did Salo take it", "how did Salo respond"),
        ("how long did Salo take it", AS_TYPED),
        ("does the article say that Berg resigned", "is it true that Berg resigned"),
        ("was it Anna Berg who called the dam a toy", "is it true that Anna Berg called the dam a toy"),
        ("Was it Salo that Anna Berg called a liar", "is it true that Anna Berg called Salo a liar"),
        ("is it Salo whom the mayor has sued over the dam", "is it true that the mayor has sued Salo over the dam"),
        ("what did Anna Berg husband say on the dam", "what did Anna Berg's husband say on the dam"),
        ("what did Anna Berg's husband say on the dam", AS_TYPED),
        ("Did Berg husband resign", "Did Berg's husband resign"),
        ("The wife of Berg on the dam", AS_TYPED),
        ("Which daughter of Berg resigned", AS_TYPED),
        ("did Mother Berg resign", AS_TYPED),
        ("was it reported that Berg resigned", AS_TYPED),
        ("was it Tuesday", AS_TYPED),
    ],
)
def test_other_wordings_are_read_as_the_plain_one(typed: str, read: str) -> None:
    assert as_read(typed) == (typed if read == AS_TYPED else read)
