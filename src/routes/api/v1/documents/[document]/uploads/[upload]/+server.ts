import type { RequestHandler } from './$types';

/** Takes a picture of another work into this document's. Sending a new one is server/http/upload-routes.ts. */
export const PUT: RequestHandler = async ({ locals, params }) => {
  const { uploads, http } = locals.app;
  const adopted = await uploads.adoptUpload(
    locals.identity?.principal ?? null,
    params.document,
    params.upload,
  );
  return adopted.ok ? Response.json(adopted.value) : http.problemResponse(adopted.problem);
};
