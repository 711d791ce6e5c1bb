using System.Runtime.InteropServices;

namespace OrleansIot.Servers;

internal static partial class Libc
{
    public const int Terminate = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);
}
