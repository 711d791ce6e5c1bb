using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Hosting;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Polls;
using OrleansIot.Gateway.Rpc;
using OrleansIot.Gateway.Settings;
using OrleansIot.Gateway.Wire;
using Xunit;

namespace OrleansIot.Gateway.Tests.Settings;

public sealed class SettingsTests
{
    private readonly ServiceCollection _services = new();

    public SettingsTests()
    {
        _services.AddSettings<StorageOptions>(StorageOptions.Section);
        _services.AddSettings<OrleansOptions>(OrleansOptions.Section);
        _services.AddSettings<PollOptions>(PollOptions.Section);
        _services.AddSettings<RpcOptions>(RpcOptions.Section);
        _services.AddSettings<WireOptions>(WireOptions.Section);
        _services.AddSettings<Lifetimes>("Accounts");
        _services.AddSettings<ManagementLimits>(ManagementLimits.Section);
        _services.AddSettings<BodyOptions>(BodyOptions.Section);
        _services.AddSettings<ProxyOptions>(ProxyOptions.Section);
    }

    [Theory]
    [InlineData("Polls:MaxTimeout", "soon", "Polls:MaxTimeout (environment: Polls__MaxTimeout) is 'soon'; allowed is a whole number from 1 to 86400000.")]
    [InlineData("Polls:MaxTimeout", "0", "Polls:MaxTimeout (environment: Polls__MaxTimeout) is '0'; allowed is a whole number from 1 to 86400000.")]
    [InlineData("Polls:MaxTimeout", null, "Polls:MaxTimeout (environment: Polls__MaxTimeout) is ''; allowed is a whole number from 1 to 86400000.")]
    [InlineData("Limits:Body:MaxBytes", "99999999999", "Limits:Body:MaxBytes (environment: Limits__Body__MaxBytes) is '99999999999'; allowed is a whole number from 1 to 1073741824.")]
    [InlineData("Telemetry:CastStrings", "yes", "Telemetry:CastStrings (environment: Telemetry__CastStrings) is 'yes'; allowed is true or false.")]
    [InlineData("Accounts:AccessLifetime", "9000", "Accounts:AccessLifetime (environment: Accounts__AccessLifetime) is '9000'; allowed is a time as [days.]hours:minutes:seconds from 00:01:00 to 30.00:00:00.")]
    [InlineData("Orleans:ClusterId", "", "Orleans:ClusterId (environment: Orleans__ClusterId) is ''; allowed is a text of 1 to 100 characters.")]
    [InlineData("Proxies:Trusted", "10.0.0.0/8, nobody", "Proxies:Trusted (environment: Proxies__Trusted) is '10.0.0.0/8, nobody': 'nobody' is neither an address nor a network.")]
    public void a_value_that_is_not_allowed_is_told_with_its_key_and_with_what_is(string key, string? value, string told) => Assert.Equal(told, Refused((key, value)));

    [Theory]
    [InlineData("Polls:MaxTimeOuts", "Polls:MaxTimeOuts (environment: Polls__MaxTimeOuts) is not a setting; MaxTimeout is one.")]
    [InlineData("Storage:Postgress", "Storage:Postgress (environment: Storage__Postgress) is not a setting; Postgres is one.")]
    [InlineData("Limits:Bodi:MaxBytes", "Limits:Bodi (environment: Limits__Bodi) is not a setting; Body is one.")]
    public void a_name_that_is_almost_a_setting_is_told_with_the_one_that_was_meant(string key, string told) => Assert.StartsWith(told, Refused((key, "1")), StringComparison.Ordinal);

    [Theory]
    [InlineData("Orleans:SiloPort", "7000", "Orleans:GatewayPort", "7000")]
    [InlineData("Rpc:MinTimeout", "5000", "Rpc:MaxWait", "1000")]
    [InlineData("Accounts:AccessLifetime", "02:00:00", "Accounts:RefreshLifetime", "01:00:00")]
    public void settings_that_contradict_each_other_are_told_together(string first, string firstValue, string second, string secondValue)
    {
        var told = Refused((first, firstValue), (second, secondValue));
        Assert.Contains($"{first} (environment: {first.Replace(":", "__", StringComparison.Ordinal)}) is '{firstValue}'", told, StringComparison.Ordinal);
        Assert.Contains($"{second} (environment: {second.Replace(":", "__", StringComparison.Ordinal)}) is '{secondValue}'", told, StringComparison.Ordinal);
    }

    [Fact]
    public void a_default_contradicts_as_well() => Assert.Contains("Accounts:RefreshLifetime", Refused(("Accounts:AccessLifetime", "8.00:00:00")), StringComparison.Ordinal);

    [Fact]
    public void every_mistake_is_told_at_once() =>
        Assert.Equal(3, Refused(("Polls:MaxTimeout", "x"), ("Rpc:MinTimeout", "-1"), ("Storage:Pth", "data")).Split(Environment.NewLine).Length);

    [Fact]
    public void what_other_programs_have_in_the_environment_troubles_nobody()
    {
        var names = Names(("GATEWAY_PORT", "tcp://10.0.0.1:80"), ("Storage", "/mnt"), ("Poll:MaxTimeout", "x"), ("PATH", "/bin"), ("Committer:MaxWait", "1"));
        Assert.Empty(names.Unknown);
    }

    [Fact]
    public void a_setting_of_the_other_host_is_told_and_does_no_harm() =>
        Assert.Equal(
            ["Limits:Device (environment: Limits__Device)", "Storage:PartitionDays (environment: Storage__PartitionDays)"],
            Names(("Storage:PartitionDays", "7"), ("Limits:Device:MaxKeys", "5")).Unknown.Order(StringComparer.Ordinal));

    [Fact]
    public void names_are_read_whatever_their_case()
    {
        Assert.Empty(Names(("polls:MAXTIMEOUT", "7000")).Unknown);
        Assert.Equal(7_000, Check(("polls:MAXTIMEOUT", "7000")).GetRequiredService<IOptions<PollOptions>>().Value.MaxTimeout);
    }

    [Fact]
    public void an_empty_value_is_none_where_there_may_be_none() => Check(("Orleans:SiloPort", ""), ("Storage:Postgres", ""));

    private string Refused(params (string Key, string? Value)[] settings) => Assert.Throws<StartException>(() => Check(settings)).Message;

    private SettingsNames Names(params (string Key, string? Value)[] settings) => Check(settings).GetRequiredService<SettingsNames>();

    private ServiceProvider Check(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build();
        _services.AddSingleton<IConfiguration>(configuration);
        _services.CheckSettings(configuration);
        return _services.BuildServiceProvider();
    }

    /// <summary>As a section of the silo.</summary>
    private sealed class Lifetimes : IValidatableObject
    {
        [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
        public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromHours(1);

        [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
        public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromDays(7);

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (AccessLifetime > RefreshLifetime)
                yield return new ValidationResult("one is longer", [nameof(AccessLifetime), nameof(RefreshLifetime)]);
        }
    }
}
