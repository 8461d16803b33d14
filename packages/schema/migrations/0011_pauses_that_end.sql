CREATE INDEX "alerts_job" ON "alerts" USING btree ("job_id","id") WHERE "alerts"."job_id" is not null;--> statement-breakpoint
-- Last, for they lock the table that every claim reads. Without a CHECK that a job which is on has
-- none of these: a version before this one switches jobs on and leaves them as they are.
ALTER TABLE "jobs" ADD COLUMN "resume_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "paused_by" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "paused_by_id" uuid;--> statement-breakpoint
CREATE INDEX "jobs_resume" ON "jobs" USING btree ("resume_at") WHERE "jobs"."resume_at" is not null and not "jobs"."enabled";
