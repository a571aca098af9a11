"""The worker of every engine in Python: `python main.py ENGINE` answers one request line and exits."""

from trainmark.serve import main

if __name__ == "__main__":
    main()
