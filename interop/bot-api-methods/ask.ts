export interface Asked<Result = unknown> {
  readonly status: number
  readonly ok: boolean
  readonly result?: Result
  readonly error_code?: number
  readonly description?: string
}

export type Params = Readonly<Record<string, unknown>> | object

/** Asks a method: by JSON, or by a form if there are files among its parameters. */
export async function ask<Result = unknown>(
  { apiRoot, token }: { readonly apiRoot: string; readonly token: string },
  method: string,
  params: Params,
  signal?: AbortSignal,
): Promise<Asked<Result>> {
  const files = new Map<string, File>()
  const json = JSON.stringify(params, (_, value: unknown) => {
    if (!(value instanceof File)) return value
    files.set(`file${files.size}`, value)
    return `attach://file${files.size - 1}`
  })
  const response = await fetch(`${apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    ...(signal && { signal }),
    ...(files.size === 0
      ? { headers: { 'content-type': 'application/json' }, body: json }
      : { body: form(json, files) }),
  })
  const answer: Omit<Asked<Result>, 'status'> = JSON.parse(await response.text())
  return { status: response.status, ...answer }
}

function form(json: string, files: ReadonlyMap<string, File>): FormData {
  const body = new FormData()
  for (const [name, value] of Object.entries(JSON.parse(json))) {
    body.append(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  for (const [name, file] of files) body.append(name, file, file.name)
  return body
}
