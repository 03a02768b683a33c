import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** What the commands of this folder have in common: each is a run with a seed that replays it. */
export type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

type Options<O extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ args: string[]; options: O }>>['values']

/** The options of a command; undefined, after it was told, if they make no sense. */
export function parseOptions<const O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
  help: string,
  err: Terminal,
): Options<O> | undefined {
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    err.write(`${messageOf(error)}\n\n${help}`)
    return undefined
  }
}

/** What an error and those that caused it say. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}\n${messageOf(error.cause)}`
}
