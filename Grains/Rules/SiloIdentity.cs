namespace OrleansIot.Grains.Rules;

internal sealed class SiloIdentity(ILocalSiloDetails silo) : ISiloIdentity
{
    public string Name => silo.Name;
}
