using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Customers;

/// <summary>The customers of the tenant.</summary>
[Alias("OrleansIot.ICustomerRegistry")]
public interface ICustomerRegistry : IGrainWithIntegerKey
{
    /// <summary>Conflict: the title is taken.</summary>
    /// <param name="id">Chosen by the caller, new for each creation: a call that comes again with the same one gets what the first one made.</param>
    [Alias("Create")]
    Task<Answer<CustomerInfo>> Create(Caller caller, Guid id, CustomerFields fields);

    [Alias("Get")]
    Task<Answer<CustomerInfo>> Get(Caller caller, Guid id);

    [Alias("FindByTitle")]
    Task<Answer<CustomerInfo>> FindByTitle(Caller caller, string title);

    /// <summary>Conflict: the title is taken, or <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    [Alias("Update")]
    Task<Answer<CustomerInfo>> Update(Caller caller, Guid id, CustomerFields fields, long? expectedVersion);

    /// <summary>Takes back the customer's devices, deletes its users, then the customer. Safe to repeat.</summary>
    [Alias("Delete"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<bool>> Delete(Caller caller, Guid id);

    [Alias("List"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<Page<CustomerInfo>>> List(Caller caller, PageQuery query);

    /// <summary>The customer that stands for everybody; made when it is first asked for.</summary>
    [Alias("GetPublic")]
    Task<Answer<CustomerInfo>> GetPublic(Caller caller);

    /// <summary>Its id, where it was made; null: it was not.</summary>
    [Alias("FindPublicId")]
    Task<Guid?> FindPublicId();
}
