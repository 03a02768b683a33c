/** A file as a bot names it, and what is to be in it. */
export interface BotFile {
  readonly fileId: string
  readonly size: number | undefined
  /** None for pictures, which the server makes anew. */
  readonly hash: string | undefined
  /** Where it was the last time that the bot asked. */
  path?: string
}

/** What a program has sent and was given. */
export class BotFiles {
  readonly #files: BotFile[] = []
  /** By what stands below it: what somebody is about to give it. */
  readonly #given = new Map<string, Omit<BotFile, 'fileId'>>()

  get all(): readonly BotFile[] {
    return this.#files
  }

  get documents(): readonly BotFile[] {
    return this.#files.filter(({ hash }) => hash !== undefined)
  }

  /** What somebody means who names a hash in the third word of a query. */
  askedFor(query: string): BotFile | undefined {
    const [, , hash] = query.split(' ')
    return hash === undefined ? undefined : this.#files.find((file) => file.hash === hash)
  }

  add(file: BotFile): void {
    this.#files.push(file)
  }

  expect(caption: string, file: Omit<BotFile, 'fileId'>): void {
    this.#given.set(caption, file)
  }

  /** It was told of one. */
  take(caption: string, fileId: string): void {
    const file = this.#given.get(caption)
    if (file !== undefined) this.add({ ...file, fileId })
  }
}
