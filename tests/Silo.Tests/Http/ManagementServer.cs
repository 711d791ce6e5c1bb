namespace OrleansIot.Silo.Tests.Http;

/// <summary>One embedded server for all tests of the management API; each makes its own entities.</summary>
[CollectionDefinition(Name)]
public sealed class ManagementServer : ICollectionFixture<EmbeddedServer>
{
    public const string Name = "management API";
}
