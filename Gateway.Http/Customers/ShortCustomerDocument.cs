namespace OrleansIot.Gateway.Customers;

internal sealed record ShortCustomerDocument(string Title, bool IsPublic);
