import type { ServerProcess } from './server-process.ts'

export interface MadeBot {
  readonly id: number
  readonly username: string
  readonly token: string
}

/** Has a bot made by `chappe-server bots create`, while the server runs. */
export async function makeBot(server: ServerProcess, username: string, name: string): Promise<MadeBot> {
  const { exit, output } = server.command(['bots', 'create', '--username', username, '--name', name, '--json'])
  if ((await exit) !== 0) throw new Error(`no bot was made: ${output.stderr}`)
  return JSON.parse(output.stdout)
}
