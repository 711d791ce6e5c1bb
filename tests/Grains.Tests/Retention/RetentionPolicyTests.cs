using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.Retention;

namespace OrleansIot.Grains.Tests.Retention;

public sealed class RetentionPolicyTests
{
    private const long Now = 1_700_000_000_000;
    private const long Day = 86_400_000;
    private static readonly Guid One = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    [Fact]
    public void without_any_time_to_live_everything_stays()
    {
        Assert.True(RetentionPolicy.Of([(One, null), (Other, TimeSpan.Zero)], null, Now).IsEmpty);
        Assert.True(RetentionPolicy.Of([], TimeSpan.FromDays(1), Now).IsEmpty);
    }

    [Fact]
    public void usual_time_holds_for_profiles_that_do_not_say_otherwise()
    {
        var policy = RetentionPolicy.Of([(One, null), (Other, TimeSpan.FromDays(9))], TimeSpan.FromDays(2), Now);
        Assert.Equal(new Dictionary<Guid, long> { [One] = Now - (2 * Day), [Other] = Now - (9 * Day) }, policy.Ends);
        Assert.Equal(Now - (9 * Day), policy.CommonEnd);
    }

    [Fact]
    public void one_profile_that_keeps_for_ever_leaves_no_common_end()
    {
        var policy = RetentionPolicy.Of([(One, null), (Other, TimeSpan.Zero)], TimeSpan.FromDays(2), Now);
        Assert.Equal([One], policy.Ends.Keys);
        Assert.Null(policy.CommonEnd);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"storageTtlDays":null}""", null)]
    [InlineData("""{"storageTtlDays":7}""", 7)]
    [InlineData("""{"storageTtlDays":0}""", 0)]
    [InlineData("""{"profileData":{"storageTtlDays":3},"storageTtlDays":4}""", 4)]
    [InlineData("""{"profileData":{"storageTtlDays":3}}""", null)]
    [InlineData("""{"storageTtlDays":-1}""", null)]
    [InlineData("""{"storageTtlDays":"7"}""", null)]
    [InlineData("""{"storageTtlDays":1.5}""", null)]
    public void profile_says_it_in_days(string document, int? days)
    {
        var profile = new DeviceProfileInfo(One, 0, new("p", ProvisionType.Disabled, null, null, System.Text.Encoding.UTF8.GetBytes(document)), false, 1);
        Assert.Equal(days, (int?)ProfileLife.Of(profile)?.TotalDays);
    }
}
