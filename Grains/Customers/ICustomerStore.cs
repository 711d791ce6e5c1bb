using OrleansIot.Customers;
using OrleansIot.Values;

namespace OrleansIot.Grains.Customers;

/// <summary>Customers. Every write is one transaction; the title is unique.</summary>
public interface ICustomerStore
{
    Task<CustomerInfo?> LoadAsync(Guid id, CancellationToken cancellation);

    Task<CustomerInfo?> FindByTitleAsync(string title, CancellationToken cancellation);

    Task<CustomerInfo?> FindPublicAsync(CancellationToken cancellation);

    /// <summary>Conflict: the title is taken, or a public customer exists already.</summary>
    Task<Answer<CustomerInfo>> CreateAsync(CustomerInfo customer, CancellationToken cancellation);

    /// <summary>NotFound; Conflict: the title is taken, or <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    Task<Answer<CustomerInfo>> UpdateAsync(Guid id, CustomerFields fields, long? expectedVersion, CancellationToken cancellation);

    /// <summary>NotFound; Conflict: devices or users still belong to it.</summary>
    Task<Outcome> DeleteAsync(Guid id, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<CustomerInfo>>> ListAsync(PageQuery query, CancellationToken cancellation);
}
