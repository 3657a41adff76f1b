import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';

export interface Listing {
  readonly Bucket: string;
  readonly Prefix: string;
  /** With it, what lies below it is told by its prefix alone: a folder, not its objects. */
  readonly Delimiter?: '/';
}

/** All objects whose keys begin so, in pages of a thousand. */
export async function* listPages(
  client: S3Client,
  listing: Listing,
): AsyncGenerator<ListObjectsV2CommandOutput, void, undefined> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ ...listing, ...(token !== undefined && { ContinuationToken: token }) }),
    );
    yield page;
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}
