"""A handful of articles for tests of questions and answers, in words of our own."""

from index import Article

ARTICLES = [
    Article(
        "harbour",
        "Mayor Anna Berg opened the new harbour on Monday. “We built it in two years, and it is ours,” Berg said. She said that the "
        "ferry to Salmo would run from May. Karl Ostrov, a member of the city council, criticised the cost of the harbour. “It is the "
        "most expensive pier in the country,” Ostrov told reporters.\n\nBerg denied that the harbour had cost too much. Lena Ostrov, who "
        "runs the ferry company, welcomed the opening.",
        title="Mayor opens harbour", source="Salmo Courier", author="Tuva Nilsen", published="2024-05-13", url="https://courier.example.org/harbour",
    ),
    Article(
        "tunnel",
        "The tunnel under the fjord will not be built before 2030, according to Transport Minister Eero Salo. Salo said that there was no "
        "money for it. Asked about the harbour, he declined to comment.\n\nThe Berg administration called the decision “a betrayal of the "
        "coast.” Viktor Lukashenka, an engineer, recalled that Salo had promised the tunnel in 2021.",
        title="No tunnel before 2030", source="Northern Wire", published="2024-08-02",
    ),
    Article(
        "undated",
        "“I will vote against the tunnel,” said Lena Ostrov. Anna Berg did not confirm that the tunnel was on the agenda.",
        title="Council to vote", source="Salmo Courier",
    ),
]  # fmt: skip
