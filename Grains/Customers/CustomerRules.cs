using OrleansIot.Customers;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Customers;

/// <summary>What the members of a customer must keep to.</summary>
internal static class CustomerRules
{
    public static Refusal? Check(CustomerFields fields) =>
        TextRules.Required("Customer title", fields.Title)
        ?? TextRules.Optional("country", fields.Contact.Country)
        ?? TextRules.Optional("state", fields.Contact.State)
        ?? TextRules.Optional("city", fields.Contact.City)
        ?? TextRules.Optional("address", fields.Contact.Address)
        ?? TextRules.Optional("address2", fields.Contact.Address2)
        ?? TextRules.Optional("zip", fields.Contact.Zip)
        ?? TextRules.Optional("phone", fields.Contact.Phone)
        ?? TextRules.Optional("email", fields.Contact.Email)
        ?? TextRules.Info(fields.AdditionalInfo);
}
