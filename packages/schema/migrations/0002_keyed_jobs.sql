ALTER TABLE "jobs" DROP CONSTRAINT "jobs_key";--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_key" ON "jobs" USING btree ("organization_id","key") WHERE "jobs"."key" is not null;