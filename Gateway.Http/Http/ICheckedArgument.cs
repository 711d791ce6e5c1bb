namespace OrleansIot.Gateway.Http;

/// <summary>An argument of a handler that the request may have got wrong; the handler is called only when no argument has a problem.</summary>
internal interface ICheckedArgument
{
    Problem? Problem { get; }
}
