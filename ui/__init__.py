"""The browser's door: a chat over the indexed articles.  `python -m ui` starts it."""

import os

# Gradio reads this when it is imported: nothing is reported to anybody.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
