using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

internal sealed class WriteFunction<T>(Func<SqliteConnection, T> function) : WriteWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Completion => _completion.Task;

    public override void Run(SqliteConnection connection) => _result = function(connection);

    public override void Complete()
    {
        if (Failure is null)
            _completion.SetResult(_result!);
        else
            _completion.SetException(Failure);
    }

    public override void Fail(Exception exception) => _completion.SetException(exception);

    protected override void Cancel(CancellationToken cancellation) => _completion.SetCanceled(cancellation);
}
