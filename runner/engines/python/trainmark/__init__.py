"""What every worker in Python shares; the interpreter of the declarations is a package `framework` in each engine."""
