namespace OrleansIot.Grains.Storage;

/// <summary>Brings the database to the schema this version needs. Safe to call at every start.</summary>
public interface ISchema
{
    Task MigrateAsync(CancellationToken cancellation);
}
