using System.Text;
using OrleansIot.Devices;
using OrleansIot.Gateway.Provisioning;
using OrleansIot.Provisioning;
using Xunit;

namespace OrleansIot.Gateway.Tests.Provisioning;

public sealed class ProvisionFormTests
{
    [Theory]
    [InlineData("deviceName:' n '", "n")]
    [InlineData("deviceName:''", null)]
    [InlineData("x:1", null)]
    [InlineData("deviceName:'  '", "")]
    [InlineData("deviceName:42", "42")]
    public void a_name_is_trimmed_made_up_or_blank(string member, string? name) => Assert.Equal(name, Read(member).Name);

    [Theory]
    [InlineData("x:1", CredentialsType.AccessToken, null)]
    [InlineData("token:abc", CredentialsType.AccessToken, "abc")]
    [InlineData("credentialsType:ACCESS_TOKEN,token:abc,clientId:c", CredentialsType.AccessToken, "abc")]
    [InlineData("credentialsType:MQTT_BASIC", CredentialsType.AccessToken, null)]
    [InlineData("credentialsType:MQTT_BASIC,username:u", CredentialsType.MqttBasic, "u")]
    [InlineData("credentialsType:X509_CERTIFICATE", CredentialsType.AccessToken, null)]
    [InlineData("credentialsType:LWM2M_CREDENTIALS,token:abc", CredentialsType.AccessToken, null)]
    public void credentials_are_those_of_the_type_else_a_token_that_is_made_up(string members, CredentialsType type, string? id)
    {
        var credentials = Read(members).Credentials!;
        Assert.Equal((type, id), (credentials.Type, credentials.CredentialsId));
    }

    [Theory]
    [InlineData("credentialsType:MQTT_BASIC,password:p")]
    [InlineData("credentialsType:MQTT_BASIC,clientId:c,password:p")]
    public void credentials_that_contradict_themselves_are_none(string members) => Assert.Null(Read(members).Credentials);

    [Theory]
    [InlineData("gateway:true", true)]
    [InlineData("gateway:'TRUE'", true)]
    [InlineData("gateway:false", false)]
    [InlineData("gateway:1", false)]
    [InlineData("gateway:null", false)]
    public void a_gateway_says_so(string member, bool expected) => Assert.Equal(expected, Read(member).Gateway);

    [Theory]
    [InlineData("{provisionDeviceSecret:s}", "provisionDeviceKey")]
    [InlineData("{provisionDeviceKey:k}", "provisionDeviceSecret")]
    [InlineData("{provisionDeviceKey:null,provisionDeviceSecret:s}", "provisionDeviceKey")]
    [InlineData("{provisionDeviceKey:k,provisionDeviceSecret:s,deviceName:{}}", "deviceName")]
    [InlineData("{provisionDeviceKey:k,provisionDeviceSecret:s,credentialsType:NOPE}", "credentialsType")]
    [InlineData("", "provisionDeviceKey")]
    [InlineData("[]", "object")]
    public void a_request_that_makes_no_sense_is_refused_by_name(string body, string named) =>
        Assert.Contains(named, ProvisionForm.Read(Encoding.UTF8.GetBytes(body), 0, out _), StringComparison.Ordinal);

    [Fact]
    public void neither_key_nor_secret_gets_into_a_log() => Assert.DoesNotContain("topsecret", Read("deviceName:n", "topsecret").ToString(), StringComparison.Ordinal);

    private static ProvisionRequest Read(string members, string secret = "s")
    {
        Assert.Null(ProvisionForm.Read(Encoding.UTF8.GetBytes($"{{provisionDeviceKey:k,provisionDeviceSecret:{secret},{members}}}"), 0, out var request));
        return request!;
    }
}
