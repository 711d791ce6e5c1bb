using System.Runtime.InteropServices;

namespace OrleansIot.Servers;

internal static partial class Libc
{
    public const int Interrupt = 2;
    public const int Kill9 = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Pause = 19;

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);
}
