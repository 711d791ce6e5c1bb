using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Alarms;
using OrleansIot.Gateway.Claiming;
using OrleansIot.Gateway.Customers;
using OrleansIot.Gateway.DeviceProfiles;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Ota;
using OrleansIot.Gateway.Provisioning;
using OrleansIot.Gateway.Retention;
using OrleansIot.Gateway.Rpc;
using OrleansIot.Gateway.Rules;

namespace OrleansIot.Gateway.Http;

/// <summary>The JSON of every document of the management API, generated.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(ActivateRequest))]
[JsonSerializable(typeof(ActivationLinkDocument))]
[JsonSerializable(typeof(TokenPairDocument))]
[JsonSerializable(typeof(UserDocument))]
[JsonSerializable(typeof(PageDocument<UserDocument>), TypeInfoPropertyName = "UserPage")]
[JsonSerializable(typeof(CustomerDocument))]
[JsonSerializable(typeof(ShortCustomerDocument))]
[JsonSerializable(typeof(PageDocument<CustomerDocument>), TypeInfoPropertyName = "CustomerPage")]
[JsonSerializable(typeof(DeviceProfileDocument))]
[JsonSerializable(typeof(DeviceProfileInfoDocument))]
[JsonSerializable(typeof(EntityNameDocument[]))]
[JsonSerializable(typeof(PageDocument<DeviceProfileDocument>), TypeInfoPropertyName = "DeviceProfilePage")]
[JsonSerializable(typeof(PageDocument<DeviceProfileInfoDocument>), TypeInfoPropertyName = "DeviceProfileInfoPage")]
[JsonSerializable(typeof(DeviceDocument))]
[JsonSerializable(typeof(DeviceDocument[]))]
[JsonSerializable(typeof(DeviceInfoDocument))]
[JsonSerializable(typeof(PageDocument<DeviceDocument>), TypeInfoPropertyName = "DevicePage")]
[JsonSerializable(typeof(PageDocument<DeviceInfoDocument>), TypeInfoPropertyName = "DeviceInfoPage")]
[JsonSerializable(typeof(CredentialsDocument))]
[JsonSerializable(typeof(DeviceWithCredentialsDocument))]
[JsonSerializable(typeof(ConnectivityDocument))]
[JsonSerializable(typeof(EntitySubtypeDocument[]))]
[JsonSerializable(typeof(ClaimedDocument))]
[JsonSerializable(typeof(ImportLineDocument))]
[JsonSerializable(typeof(ImportProgressDocument))]
[JsonSerializable(typeof(RollOutRequest))]
[JsonSerializable(typeof(RollOutDocument))]
[JsonSerializable(typeof(PageDocument<RollOutDocument>), TypeInfoPropertyName = "RollOutPage")]
[JsonSerializable(typeof(PageDocument<RollOutDeviceDocument>), TypeInfoPropertyName = "RollOutDevicePage")]
[JsonSerializable(typeof(FanOutDocument[]))]
[JsonSerializable(typeof(OtaPackageDocument))]
[JsonSerializable(typeof(PageDocument<OtaPackageDocument>), TypeInfoPropertyName = "OtaPackagePage")]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(RuleChainDocument))]
[JsonSerializable(typeof(PageDocument<RuleChainDocument>), TypeInfoPropertyName = "RuleChainPage")]
[JsonSerializable(typeof(RuleChainMetadataDocument))]
[JsonSerializable(typeof(RuleChainMetadataDocument[]))]
[JsonSerializable(typeof(RuleChainDataDocument))]
[JsonSerializable(typeof(RuleChainImportDocument[]))]
[JsonSerializable(typeof(ScriptTestDocument))]
[JsonSerializable(typeof(ScriptResultDocument))]
[JsonSerializable(typeof(DebugInputDocument))]
[JsonSerializable(typeof(PageDocument<RuleEventDocument>), TypeInfoPropertyName = "RuleEventPage")]
[JsonSerializable(typeof(AlarmDocument))]
[JsonSerializable(typeof(PageDocument<AlarmDocument>), TypeInfoPropertyName = "AlarmPage")]
[JsonSerializable(typeof(RpcIdDocument))]
[JsonSerializable(typeof(RpcDocument))]
[JsonSerializable(typeof(PageDocument<RpcDocument>), TypeInfoPropertyName = "RpcPage")]
[JsonSerializable(typeof(RetentionDocument))]
internal sealed partial class ManagementJson : JsonSerializerContext
{
    /// <summary>Names in camel case, nulls kept, text unescaped where JSON allows it: nothing of it is ever put into HTML.</summary>
    public static readonly ManagementJson Wire = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
