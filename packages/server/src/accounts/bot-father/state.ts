/** Where a conversation with @BotFather stands. */
export interface State {
  /** What was begun: the command, without its slash. */
  readonly doing?: string | undefined
  /** The name of a bot that is being made. */
  readonly name?: string | undefined
  /** The username of the bot that was chosen. */
  readonly bot?: string | undefined
  /** On which day bots were made last, and how many. */
  readonly day?: number | undefined
  readonly made?: number | undefined
}

export function readState(stored: string | undefined): State {
  const value: unknown = stored === undefined ? {} : JSON.parse(stored)
  if (typeof value !== 'object' || value === null) return {}
  const members = new Map<string, unknown>(Object.entries(value))
  const textOf = (member: string): string | undefined => {
    const one = members.get(member)
    return typeof one === 'string' ? one : undefined
  }
  const numberOf = (member: string): number | undefined => {
    const one = members.get(member)
    return typeof one === 'number' ? one : undefined
  }
  return {
    ...{ doing: textOf('doing'), name: textOf('name'), bot: textOf('bot') },
    ...{ day: numberOf('day'), made: numberOf('made') },
  }
}

/** Undefined where nothing is under way. */
export function writeState(state: State): string | undefined {
  const text = JSON.stringify(state)
  return text === '{}' ? undefined : text
}

/** Nothing is under way any more; what was counted stays. */
export function idle({ day, made }: State): State {
  return day === undefined ? {} : { day, made }
}
