using OrleansIot.Accounts;
using OrleansIot.Customers;
using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.Customers;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Accounts;

public abstract class CustomerStoreContract : StoreContract
{
    private ICustomerStore Customers => Storage.Customers;

    [Fact]
    public async Task a_customer_comes_back_as_it_was_stored()
    {
        var contact = new Contact("DE", "BE", "Berlin", "Street 1", "yard", "10115", "+49", "x@example.org");
        var customer = new CustomerInfo(Guid.NewGuid(), 5, new("Title", contact, """{"a":[1,null]}"""u8.ToArray()), false, 1);
        Assert.Equal(Outcome.Done, (await Customers.CreateAsync(customer, Cancellation)).Outcome);
        Assert.Equivalent(customer, await Customers.LoadAsync(customer.Id, Cancellation), strict: true);
        Assert.Equivalent(customer, await Customers.FindByTitleAsync("Title", Cancellation), strict: true);
        Assert.Null(await Customers.FindByTitleAsync("title", Cancellation));
    }

    [Fact]
    public async Task a_title_is_unique_and_a_change_needs_the_current_version()
    {
        var first = await CreateAsync("one");
        var second = await CreateAsync("two");
        Assert.Equal(Outcome.Conflict, (await Customers.CreateAsync(New("one"), Cancellation)).Outcome);
        Assert.Equal(Outcome.Conflict, (await Customers.UpdateAsync(second.Id, first.Fields, null, Cancellation)).Outcome);
        Assert.Equal(2, (await Customers.UpdateAsync(first.Id, first.Fields, 1, Cancellation)).Value!.Version);
        Assert.Equal(Outcome.Conflict, (await Customers.UpdateAsync(first.Id, first.Fields, 1, Cancellation)).Outcome);
        Assert.Equal(3, (await Customers.UpdateAsync(first.Id, first.Fields, null, Cancellation)).Value!.Version);
        Assert.Equal(Outcome.NotFound, (await Customers.UpdateAsync(Guid.NewGuid(), New("three").Fields, null, Cancellation)).Outcome);
    }

    [Fact]
    public async Task there_is_one_public_customer()
    {
        Assert.Null(await Customers.FindPublicAsync(Cancellation));
        var everybody = New("Public") with { IsPublic = true };
        Assert.Equal(Outcome.Done, (await Customers.CreateAsync(everybody, Cancellation)).Outcome);
        Assert.Equal(Outcome.Conflict, (await Customers.CreateAsync(New("Public too") with { IsPublic = true }, Cancellation)).Outcome);
        Assert.Equal(everybody.Id, (await Customers.FindPublicAsync(Cancellation))!.Id);
    }

    [Fact]
    public async Task a_customer_with_users_is_not_deleted()
    {
        var customer = await CreateAsync("one");
        var users = Storage.Users;
        var user = new UserRecord(Guid.NewGuid(), 1, new("a@example.org", Authority.CustomerUser, customer.Id, null, null, null, null), 1, UserSecrets.Initial);
        Assert.Equal(Outcome.Done, (await users.CreateAsync(user, Cancellation)).Outcome);
        Assert.Equal(Outcome.Conflict, await Customers.DeleteAsync(customer.Id, Cancellation));
        Assert.Equal(Outcome.Done, await users.DeleteAsync(user.Id, Cancellation));
        Assert.Equal(Outcome.Done, await Customers.DeleteAsync(customer.Id, Cancellation));
        Assert.Equal(Outcome.NotFound, await Customers.DeleteAsync(customer.Id, Cancellation));
    }

    [Fact]
    public async Task customers_sort_by_their_contact_too()
    {
        await Customers.CreateAsync(New("a") with { Fields = new("a", new(City: "Zürich"), null) }, Cancellation);
        await Customers.CreateAsync(New("b") with { Fields = new("b", new(City: "Aachen"), null) }, Cancellation);
        var page = (await Customers.ListAsync(new(10, 0, null, "city"), Cancellation)).Value!;
        Assert.Equal(["b", "a"], page.Data.Select(c => c.Fields.Title));
    }

    private static CustomerInfo New(string title) => new(Guid.CreateVersion7(), 1, new(title, Contact.None, null), false, 1);

    private async Task<CustomerInfo> CreateAsync(string title) => (await Customers.CreateAsync(New(title), Cancellation)).Value!;
}
