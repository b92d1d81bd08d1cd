"""What Streamlit runs for `evaluator app`."""

from evaluator.app.main import main

main()
