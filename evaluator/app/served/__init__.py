"""What Streamlit is pointed at; apart from `pages`, which it would otherwise serve as scripts."""
