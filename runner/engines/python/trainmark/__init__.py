"""The code that every Python worker shares; each engine has a package `framework` that interprets the declarations."""
