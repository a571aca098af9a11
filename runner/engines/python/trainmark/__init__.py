"""What every worker in Python shares, and one interpreter of the declarations for each framework."""
