"""Invented articles with many speakers, for tests of how questions are read."""

from index import Article

PRESS = [
    Article(
        "dam",
        "Varenian Premier Ilmar Koskela defended the Lusk dam on Tuesday. “The dam will be finished in spring,” Koskela said in "
        "Brandvik. He said that the dam at Lusk would cost 40 million crowns. Opposition leader Madeleine Thorvald criticised the dam. "
        "“It drowns three villages, and Koskela knows it,” Thorvald told reporters. The Green Rivers Alliance (GRA) said that the dam "
        "harms salmon. Residents said that they feared the flood.\n\nOda McLaren, the city manager, said that the town of Brandvik "
        "had bought the old mill for its museum. “We wanted the mill back,” McLaren said.",
        title="Premier defends dam", source="lakeside-post", published="2023-03-14",
    ),
    Article(
        "vote",
        "Madeleine Thorvald said that Ilmar Koskela had broken his promise on Lusk. “He is a gambler,” Thorvald said of Koskela. Ruben "
        "Castellanos, a fisherman from Brandvik, said: “Nobody asked us about the dam.” Pope Benedetto spoke in the cathedral. “Care "
        "for the rivers,” the pope said. Pope Benedetto said that water is a gift.\n\nKoskela denied that he had promised a vote. "
        "Asked about the wolves, Castellanos said that he had never seen wolves near Brandvik. Young voters said that the vote came late.",
        title="Thorvald attacks Koskela over vote", source="The Varenia Daily Herald", published="2023-04-02",
    ),
    Article(
        "wolves",
        "Minister Petra Winslow announced a cull of wolves in Sorvik. “We have too many wolves,” Winslow said. Ruben Castellanos said that "
        "the cull was a shame. Petra Winslow said that the wolves of Sorvik had killed 90 sheep. Ilmar Koskela declined to comment on the "
        "wolves in Sorvik.\n\nAt the Brandvik mill, Jonas Abernathy, a spokesman for Winslow, said that the minister would not resign. "
        "“She stays,” Abernathy said. In Sorvik, farmers welcomed the cull; in Sorvik, too, walkers mourned.",
        title="Minister orders cull", source="lakeside-post", published="2023-05-20",
    ),
]  # fmt: skip
