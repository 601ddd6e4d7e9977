"""Articles -> statements: who said what.

extractor          the steps in order
tagger             texts -> attributions, by the trained network
  tokens, network, decoding
patterns           attributions that a pattern tells plainly
reported_speech    words that one speaker reports of another
speaker_names      what a speaker is called; nothing where it is nobody
mention_linking    a source -> the entities that it mentions
  coreference      pronouns -> their antecedents
    bodies           "the company" -> the body named before
    antecedents, antecedent_network   how well each of several people fits, by a trained network
  entities         the people and organisations of one article
    entity, gender
spans, statement_table   places in a text, and statements by place
"""
