import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { checkObjectName, isObjectName, type ListedObject, ObjectError, type ObjectStore } from './objects.ts'
import { inPieces } from './pieces.ts'

export interface S3Place {
  readonly bucket: string
  /** Stands before each name; empty or with a slash at its end. */
  readonly prefix: string
  /** Where the service is, if it is not the one of AWS. */
  readonly endpoint?: string | undefined
  /** Who asks, and where. Default: as the SDK finds it, in `AWS_REGION`, `AWS_ACCESS_KEY_ID`, … */
  readonly client?: Pick<S3ClientConfig, 'credentials' | 'region'> | undefined
}

/** S3 takes parts from 5 MiB on and 10,000 of them: files of up to 78 GiB. */
const partBytes = 8 * 1024 * 1024

/**
 * Objects in a bucket. What is larger than a part goes there in several ("Uploading and copying objects using multipart
 * upload"), and is there once the last call has said so; what is left of broken ones is aborted later.
 */
export function openS3Objects({ bucket: Bucket, prefix, endpoint, client: own }: S3Place): ObjectStore {
  const client = new S3Client({
    ...own,
    // Services other than AWS know no names of buckets as hosts, nor all checksums.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const keyOf = (name: string): { Bucket: string; Key: string } => {
    checkObjectName(name)
    return { Bucket, Key: `${prefix}${name}` }
  }

  const writeInParts = async (
    place: { Bucket: string; Key: string },
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<void> => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(place))
    try {
      const Parts: { PartNumber: number; ETag: string | undefined }[] = []
      for await (const Body of pieces) {
        const PartNumber = Parts.length + 1
        const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }))
        Parts.push({ PartNumber, ETag })
      }
      await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }))
    } catch (error) {
      // If this fails too, `removeUnfinished` finds it.
      await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {})
      throw error
    }
  }

  const listUploads = async (marker: { KeyMarker?: string; UploadIdMarker?: string }) => {
    try {
      return await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: prefix, ...marker }))
    } catch (error) {
      if (statusOf(error) === 501) return undefined
      throw error
    }
  }

  return {
    async write(name, content) {
      const place = keyOf(name)
      const pieces = inPieces(content, partBytes)
      const first = await pieces.next()
      const Body = first.done === true ? new Uint8Array() : first.value
      if (Body.length < partBytes) await client.send(new PutObjectCommand({ ...place, Body }))
      else await writeInParts(place, startingWith(Body, pieces))
    },

    async read(name, offset, length) {
      if (length === 0) return new Uint8Array()
      const Range = `bytes=${offset}-${offset + length - 1}`
      try {
        const { Body } = await client.send(new GetObjectCommand({ ...keyOf(name), Range }))
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
        if (bytes.length !== length) throw new ObjectError('SHORT', name)
        return bytes
      } catch (error) {
        if (isMissing(error)) throw new ObjectError('MISSING', name, { cause: error })
        if (statusOf(error) === 416) throw new ObjectError('SHORT', name, { cause: error })
        throw error
      }
    },

    async size(name) {
      try {
        return (await client.send(new HeadObjectCommand(keyOf(name)))).ContentLength
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },

    async remove(name) {
      await client.send(new DeleteObjectCommand(keyOf(name)))
    },

    async list(after, limit) {
      const found: ListedObject[] = []
      let last = after
      for (;;) {
        const Marker = `${prefix}${last}`
        const page = await client.send(
          new ListObjectsCommand({ Bucket, Prefix: prefix, Marker, MaxKeys: Math.min(1000, limit) }),
        )
        for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
          last = Key.slice(prefix.length)
          if (isObjectName(last)) found.push({ name: last, size: Size, writtenAt: LastModified?.getTime() ?? 0 })
          if (found.length === limit) return found
        }
        if (page.IsTruncated !== true) return found
      }
    },

    async removeUnfinished(before) {
      let marker: { KeyMarker?: string; UploadIdMarker?: string } = {}
      for (;;) {
        const page = await listUploads(marker)
        // Some services cannot list them: they forget them by themselves, or by a rule of the bucket.
        if (page === undefined) return
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          if (Key === undefined || Initiated === undefined || Initiated.getTime() >= before) continue
          await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
        }
        const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page
        if (page.IsTruncated !== true || KeyMarker === undefined || UploadIdMarker === undefined) return
        marker = { KeyMarker, UploadIdMarker }
      }
    },

    async close() {
      client.destroy()
    },
  }
}

async function* startingWith(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const { $metadata } = error
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return undefined
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined
}

function isMissing(error: unknown): boolean {
  return statusOf(error) === 404
}
