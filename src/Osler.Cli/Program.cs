using Osler.Cli;
using Osler.Cli.Terminal;

return Application.Run(args, SystemSurroundings.Open());
