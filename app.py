"""`streamlit run app.py`: the front end on the bundled standard and data."""

from evaluator.app.main import main

main()
