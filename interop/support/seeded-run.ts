import { ServerProcess, type ServerProcessOptions } from './server-process.ts'

/** Does something with a real server; what fails is told with the seed that replays it and with the server's last words. */
export async function runWithServer<T>(
  seed: number,
  options: ServerProcessOptions,
  run: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  const server = await ServerProcess.start(options)
  try {
    return await run(server)
  } catch (error) {
    throw new Error(`seed ${seed}; the server's last words:\n${server.log.slice(-1500)}`, { cause: error })
  } finally {
    await server.dispose()
  }
}

/**
 * Ends the server as a power cut would. Fails if its data are not sound after that, or if it has logged failures.
 *
 * @param isExpected of lines of its log that say that something failed
 */
export async function examine(
  server: ServerProcess,
  isExpected: (line: string) => boolean = () => false,
): Promise<void> {
  await server.kill()
  const { ok, output } = await server.doctor()
  if (!ok) throw new Error(`chappe-server doctor found something wrong:\n${output}`)
  const isFailure = (line: string): boolean => /"level":"(error|fatal)"|method not implemented/.test(line)
  const failures = server.log.split('\n').filter((line) => isFailure(line) && !isExpected(line))
  if (failures.length > 0) throw new Error(`the server logged failures:\n${failures.slice(0, 5).join('\n')}`)
}
