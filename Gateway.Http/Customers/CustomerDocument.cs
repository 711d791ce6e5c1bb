using System.Text.Json;
using OrleansIot.Customers;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Customers;

/// <summary>A customer as ThingsBoard's clients know it.</summary>
internal sealed record CustomerDocument
{
    public EntityIdDocument? Id { get; init; }

    public long? CreatedTime { get; init; }

    public string? Country { get; init; }

    public string? State { get; init; }

    public string? City { get; init; }

    public string? Address { get; init; }

    public string? Address2 { get; init; }

    public string? Zip { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public string? Title { get; init; }

    public EntityIdDocument? TenantId { get; init; }

    public EntityIdDocument? ExternalId { get; init; }

    public long? Version { get; init; }

    public string? Name { get; init; }

    public JsonElement? AdditionalInfo { get; init; }

    public static CustomerDocument From(CustomerInfo customer)
    {
        var (title, contact, info) = customer.Fields;
        return new()
        {
            Id = EntityIdDocument.Customer(customer.Id),
            CreatedTime = customer.CreatedTime,
            Country = contact.Country,
            State = contact.State,
            City = contact.City,
            Address = contact.Address,
            Address2 = contact.Address2,
            Zip = contact.Zip,
            Phone = contact.Phone,
            Email = contact.Email,
            Title = title,
            TenantId = EntityIdDocument.Tenant,
            Version = customer.Version,
            Name = title,
            AdditionalInfo = MemberReader.Element(info),
        };
    }

    public CustomerFields ToFields(MemberReader members) =>
        new(Title ?? "", new(Country, State, City, Address, Address2, Zip, Phone, Email), members.Object("additionalInfo", AdditionalInfo));
}
