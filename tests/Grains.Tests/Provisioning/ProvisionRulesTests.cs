using OrleansIot.Devices;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Provisioning;

namespace OrleansIot.Grains.Tests.Provisioning;

/// <summary>Which devices are made of what they say (device API specification, section 6.3).</summary>
public sealed class ProvisionRulesTests
{
    private static readonly Guid Profile = Guid.NewGuid();

    [Fact]
    public void a_name_that_is_made_up_is_the_same_when_the_request_is_tried_again_and_no_other_requests()
    {
        var request = Request(null);
        var name = ProvisionRules.Make(request, Profile)!.Fields.Name;
        Assert.Matches("^[A-Za-z0-9]{20}$", name);
        Assert.Equal(name, ProvisionRules.Make(request, Profile)!.Fields.Name);
        Assert.NotEqual(name, ProvisionRules.Make(Request(null), Profile)!.Fields.Name);
    }

    [Fact]
    public void the_device_is_what_the_request_says_with_the_requests_id()
    {
        var request = Request("a") with { Gateway = true };
        var device = ProvisionRules.Make(request, Profile)!;
        Assert.Equal((request.Attempt, request.Now, "a", Profile), (device.Id, device.CreatedTime, device.Fields.Name, device.Fields.ProfileId));
        Assert.Equal("""{"gateway":true}"""u8.ToArray(), device.Fields.AdditionalInfo);
        Assert.Equal("provisionState", Assert.Single(device.Attributes).Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<b>x</b>")]
    [InlineData("a<!--")]
    [InlineData("nul\0")]
    public void names_that_nobody_wants_are_refused(string name) => Assert.Null(ProvisionRules.Make(Request(name), Profile));

    [Fact]
    public void names_have_at_most_255_characters_and_may_hold_a_sign_that_begins_no_markup()
    {
        Assert.NotNull(ProvisionRules.Make(Request(new('n', 255)), Profile));
        Assert.Null(ProvisionRules.Make(Request(new('n', 256)), Profile));
        Assert.NotNull(ProvisionRules.Make(Request("t < 5"), Profile));
    }

    [Fact]
    public void credentials_that_are_of_no_use_are_refused() => Assert.Null(ProvisionRules.Make(Request("a") with { Credentials = null }, Profile));

    [Theory]
    [InlineData("s", "s", true)]
    [InlineData("s", "S", false)]
    [InlineData("s", "", false)]
    [InlineData("", "", false)]
    [InlineData(null, "", false)]
    public void only_the_profiles_secret_is_right_and_no_secret_is_none(string? secret, string given, bool right) => Assert.Equal(right, ProvisionRules.IsSecret(secret, given));

    private static ProvisionRequest Request(string? name) => new(Guid.NewGuid(), "k", "s", name, new(CredentialsType.AccessToken, null, null), false, 7);
}
