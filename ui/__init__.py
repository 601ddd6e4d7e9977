"""The browser's door: a chat over the indexed articles.  `python -m ui` starts it.

layout                     what stands where on the page, and which handler each part calls
  library_tab, statements_tab
handlers                   the chat: questions, conversations, filters
  library_handlers         articles: found, added, edited, removed and brought back
  statement_handlers, correction_handlers   people and their statements; a wrong speaker put right
  sidebar_handlers         the open article
*_html, blocks             values -> escaped markup
statement_list, topics     which statements a list shows, in which order
exports, word_document     what a person takes away
history, turns, days       conversations and days as the page keeps and reads them
auth, readiness            who is let in; the search gets ready in the background
gradio_import              Gradio is imported without writing stub files
"""

import os
import sys

from ui.gradio_import import WithoutStubs

# Gradio reads this when it is imported: nothing is reported to anybody.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
sys.meta_path.insert(0, WithoutStubs)
