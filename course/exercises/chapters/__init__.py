"""The exercises, one module for each chapter; the student edition has one sealed file instead of them."""
