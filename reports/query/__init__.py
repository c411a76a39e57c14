"""What a report asks: filters, columns, order, and the SELECT that is made of them."""
