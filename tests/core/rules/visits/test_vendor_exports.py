"""The headings of dental systems' exports and of other products' import forms, with one row each.

Beside each stands where its words come from: a page, or the labels of its screens and fields.
"""

import pytest

from core.rules.visits.columns import match_columns
from tests.core.rules.visits.test_office_files import read

KEN = "Kenneth 5105550142 07-02"
EXPORTS: dict[str, tuple[str, str, str]] = {
    # opendental.com/site/apiappointments.html, apipatients.html; manual/reportappts.html
    "Open Dental: API fields": ("PatNum,LName,FName,Preferred,WirelessPhone,Email,AptDateTime,AptStatus", "1,Abbott,Kenneth,,(510)555-0142,,2026-07-02 09:30:00,Complete", "09:30"),
    "Open Dental: appointments report": ("Date,Patient,Age,Home Ph,Work Ph,Wireless Ph,Email,Description,Status", '07/02/2026 09:30:00 AM,"Abbott, Kenneth",40,,,510-555-0142,,Ex,Complete', "09:30"),
    "Open Dental: raw query": ("LName,FName,HmPhone,WkPhone,WirelessPhone,TxtMsgOk,ProcDate", "Abbott,Kenneth,,,5105550142,1,2026-07-02", "17:00"),
    "Practice-Web: the same tables": ("Pat.LName,Pat.FName,Pat.WirelessPhone,Apt.AptDateTime", "Abbott,Kenneth,5105550142,7/2/2026 9:30:00 AM", "09:30"),
    # hsps.pro/DentrixAscend/Help, hsps.pro/DentrixEnterprise/Help: labels of lists and dialogs
    "Dentrix: Appointment List": ("Appt Date,Time,Patient Name,Phone,Reason,Length,Status", '07/02/2026,9:30 AM,"Abbott, Kenneth",510-555-0142,Prophy,60,Complete', "10:30"),
    "Dentrix: Practice Analysis export": ("PATIENT NAME,MOBILE PHONE,LAST VISIT DATE", '"ABBOTT, KENNETH L",(510)555-0142,07/02/2026', "17:00"),
    "Dentrix Enterprise": ("Last Name,First Name,Mobile #,E-Mail,Appt. Date,Appt. Time,Appt. Status", "Abbott,Kenneth,510-555-0142,,07/02/2026,9:30 AM,Completed", "09:30"),
    "Dentrix Ascend: data fields (ISO)": ("Patient Name,Primary Phone,Email Address,Appointment Date (ISO),Appointment Start Time,Appointment Status", "Kenneth Abbott,510-555-0142,,2026-07-02,9:30 AM,Complete", "09:30"),
    "Dentrix Ascend: patient list": ("First Name,Last Name,Preferred Name,Mobile Phone Number,Last Visit", "Kenneth,Abbott,,(510) 555-0142,07/02/2026", "17:00"),
    "Easy Dental": ("Name,Cell,Appointment Date,Time", '"Abbott, Kenneth",5105550142,7/2/26,9:30a', "09:30"),
    # patterson.eaglesoft.net: labels of the Patient window
    "Eaglesoft: report": ("Patient,Home Phone,Work Phone,Cell Phone,Email Address,Date,Time", '"Abbott, Kenneth",,,510-555-0142,,07/02/2026,9:30 am', "09:30"),
    "Eaglesoft: database view": ("patient_id,first_name,last_name,cell_phone,email_address,start_time", "7,Kenneth,Abbott,5105550142,,2026-07-02 09:30:00.000", "09:30"),
    "Eaglesoft: last visits": ("Patient Name,Cell Phone,Last Date Seen", '"Abbott, Kenneth",510-555-0142,07/02/2026', "17:00"),
    # help.carestreamdental.com/…/SoftDent/…/Importing_Data_to_Amazing_Charts.htm: names of fields
    "SoftDent: patient record": ("First Name,Last Name,Middle Initial,Home Phone,Work Phone,Cell Phone,Last Visit Date", "Kenneth,Abbott,L,,,510-555-0142,07/02/26", "17:00"),
    "SoftDent: query": ("Pat_ID;Pat_LName;Pat_FName;Pat_CellPhone;Pat_LastVisit", "7;Abbott;Kenneth;510-555-0142;07/02/2026", "17:00"),
    "Carestream PracticeWorks": ("PatFirstName,PatLastName,PatCellPhone,ApptDate,ApptTime,ApptLength", "Kenneth,Abbott,5105550142,07/02/2026,9:30 AM,30", "10:00"),
    "Carestream Sensei": ("Patient Full Name,Mobile,Appointment Start,Appointment End,Appointment Status", "Kenneth Abbott,510-555-0142,7/2/2026 9:30 AM,7/2/2026 10:30 AM,Checked Out", "10:30"),
    # help.practicenumbers.com, Understanding cancellations and no-shows in Curve
    "Curve: appointments": ("Patient First Name,Patient Last Name,Patient Mobile,Appointment Date,Appointment Time,Appointment Status", "Kenneth,Abbott,510.555.0142,07/02/2026,9:30 AM,Completed", "09:30"),
    "Curve: patients": ("Patient Name,Mobile Number,Most Recent Visit", "Kenneth Abbott,510.555.0142,Jul 2 2026", "17:00"),
    # support.planetdds.com: labels of the Scheduler
    "Denticon: scheduler report": ("Pat ID,Patient Name,Cell Ph#,Home Ph#,Appt Date,Appt Time,Appt Length,Appt Status", '7,"ABBOTT, KENNETH",510-555-0142,,07/02/2026,09:30 AM,30,Checked Out', "10:00"),
    "Denticon: data extract": ("PATIENT_FNAME|PATIENT_LNAME|PATIENT_CELLPHONE|APPT_DATETIME|APPT_STATUS", "KENNETH|ABBOTT|5105550142|2026-07-02 09:30:00|Posted", "09:30"),
    "Cloud 9: schedule": ("Patient,Mobile Phone,Appt Date/Time,Appt Status", "Kenneth Abbott,(510) 555-0142,07/02/2026 09:30 AM,Checked Out", "09:30"),
    "Cloud 9: API": ("PatientFirstName,PatientLastName,PatientMobile,AppointmentDateTime,AppointmentStatusDescription", "Kenneth,Abbott,5105550142,2026-07-02T09:30:00,Completed", "09:30"),
    "CareStack: appointments": ("Patient Name,Patient Mobile Number,Appointment Date,Start Time,End Time,Status", '"Abbott, Kenneth",510-555-0142,07/02/2026,09:30 AM,10:15 AM,Checked Out', "10:15"),
    "CareStack: API": ("firstName,lastName,mobile,startDateTime,status", "Kenneth,Abbott,+15105550142,2026-07-02T16:30:00Z,CheckedOut", "09:30"),
    "tab32: appointments": ("Patient First Name,Patient Last Name,Cell Phone,Appt Date,Appt Start,Appt Status", "Kenneth,Abbott,5105550142,2026-07-02,09:30,completed", "09:30"),
    "tab32: patients": ("firstname,lastname,cellphone,lastvisitdate", "Kenneth,Abbott,5105550142,2026-07-02", "17:00"),
    # docs.nexhealth.com: names of fields
    "NexHealth: appointments": ("first_name,last_name,phone_number,start_time,end_time,cancelled", "Kenneth,Abbott,5105550142,2026-07-02T09:30:00.000-07:00,,false", "09:30"),
    "NexHealth: patients": ("first_name,last_name,bio.cell_phone_number,unsubscribe_sms,last_visit", "Kenneth,Abbott,5105550142,false,2026-07-02", "17:00"),
    # docs.unified.to/integrations/dentally.md: names of fields; labels of its screens
    "Dentally: API": ("patient_first_name,patient_last_name,patient_mobile_phone,start_time,finish_time,state", "Kenneth,Abbott,5105550142,2026-07-02T09:30:00-07:00,,Completed", "09:30"),
    "Dentally: report": ("Patient Title,Patient First Name,Patient Last Name,Mobile Phone,Date,Start,Finish,State", "Mr,Kenneth,Abbott,5105550142,2026-07-02,09:30,10:00,Completed", "10:00"),
    "EXACT": ("Forename,Surname,Mobile Tel No,Appt Date,Appt Time,Appt Status", "Kenneth,Abbott,510 555 0142,2026-07-02,09:30,Complete", "09:30"),
    # helpdesk.macpractice.net, Patients Ability: labels of its fields
    "MacPractice": ("Patient Last,Patient First Name,Nickname,Cell Phone,Last Visit", "Abbott,Kenneth,,510-555-0142,7/2/26", "17:00"),
    "MacPractice: appointments": ("Patient Name\tMobile\tDate\tTime\tStatus", "Kenneth Abbott\t510-555-0142\tJul 2, 2026\t9:30 AM\tChecked Out", "09:30"),
    "ABELDent: patient list": ("Last Name,First Name,Cell Phone,Last Seen", "Abbott,Kenneth,(510) 555-0142,02-Jul-2026", "17:00"),
    "ABELDent: appointments": ("Appt Date,Appt Time,Patient,Cell #,Appt Status", '2026-07-02,9:30 AM,"Abbott, Kenneth",510-555-0142,Complete', "09:30"),
    "Oryx": ("Patient,Mobile number,Appointment date,Appointment time,Appointment status", "Kenneth Abbott,5105550142,07/02/2026,09:30 AM,Completed", "09:30"),
    "Archy": ("Patient first name,Patient last name,Patient phone number,Appointment start time,Status", "Kenneth,Abbott,+1 510-555-0142,2026-07-02 09:30 AM PDT,Completed", "09:30"),
    "Oryx: patients": ("Legal First Name,Legal Last Name,Cell Phone Number,Last Completed Visit", "Kenneth,Abbott,5105550142,07/02/2026", "17:00"),
    "Adit, Fuse": ("patientFirstName,patientLastName,patientCellPhone,apptDate,apptTime,apptStatus", "Kenneth,Abbott,5105550142,2026-07-02,09:30,COMPLETED", "09:30"),
    "Dolphin, Ortho2": ("Patient First Name,Patient Last Name,Patient Cell Ph,Last Appt Date", "Kenneth,Abbott,5105550142,7/2/2026", "17:00"),
    "WinOMS": ("PAT FNAME,PAT LNAME,PAT CELL PH,APPT DT,APPT TM", "KENNETH,ABBOTT,510-555-0142,07/02/2026,09:30A", "09:30"),
    "DentiMax": ("PatientName,CellPhone,AppointmentDate,AppointmentTime", '"Abbott, Kenneth",5105550142,7/2/2026,9:30 AM', "09:30"),
    "Umbie, iDentalSoft": ("Patient's Name,Mobile No.,Visit Date & Time", "Kenneth Abbott,5105550142,07/02/2026 09:30 AM", "09:30"),
    "Best Practice": ("Patient,AppointmentDate,AppointmentTime,MobilePhone", "Adams Kenneth,2026-07-02,09:30,5105550142", "09:30"),
    "Centaur D4W": ("Surname,Firstname,Mobile,Appt Date,Start Time", "Abbott,Kenneth,510 555 0142,2026-07-02,09:30", "09:30"),
    "Sikka: v4 API": ("firstname,lastname,cell,appointment_date,appointment_time,length", "Kenneth,Abbott,5105550142,2026-07-02T00:00:00,09:30,30", "10:00"),
    # rhinogram.freshdesk.com (importing patients), support.goodreviews.io (how to format lists)
    "Rhinogram": ("externalId,lastName,firstName,birthday,mobilePhone,lastAppointment", "7,Abbott,Kenneth,1987-07-22,5105550142,2026-07-02", "17:00"),
    "Goodreviews": ("firstname,lastname,email,phone,visitdate", "Kenneth,Abbott,,+15105550142,07/02/2026", "17:00"),
    "Birdeye": ("Name,Email ID,Phone Number,Service Date", "Kenneth Abbott,,5105550142,07/02/2026", "17:00"),
    "Podium": ("First Name,Last Name,Phone,Email,Visit Date", "Kenneth,Abbott,5105550142,,07/02/2026", "17:00"),
    "Weave": ("Patient First Name,Patient Last Name,Mobile Phone,Last Appt", "Kenneth,Abbott,5105550142,07/02/2026", "17:00"),
    # docs.dentalfloai.com, q.odontox.io/admin/patient-import, dentare.relationkit.io: import guides
    "Odontox": ("legacy_patient_id,name,phone,date,time,status", "7,Kenneth Abbott,5105550142,2026-07-02,09:30,completed", "09:30"),
    "Dentare": ("First Name,Last Name,Phone Number,Last Visit Date", "Kenneth,Abbott,5105550142,2026-07-02", "17:00"),
    "Cal.com": ("attendee_name,attendeePhoneNumber,start_time,status", "Kenneth Abbott,5105550142,2026-07-02T16:30:00Z,completed", ""),
    # hl7.org/fhir/R4/appointment.html
    "FHIR": ("patient.name.given,patient.name.family,patient.phone,start,end,status", "Kenneth,Abbott,5105550142,2026-07-02T16:30:00Z,,fulfilled", "09:30"),
    # mintlify.com/zendev2112/odontograma, mintlify.com/Kiddgoby: Spanish names of fields
    "Odontolog-a": ("paciente,celular,fecha,hora,duracion,estado", "Kenneth Abbott,5105550142,2/7/2026,09:30,30 min,completada", "10:00"),
    "Spanish spreadsheet": ("Nombre del paciente,Teléfono móvil,Fecha de la cita,Hora de inicio,Estado de la cita", "Kenneth Abbott,510 555 0142,2 de julio de 2026,9:30 a. m.,Atendida", "09:30"),
    "Spanish, apart": ("Nombres,Apellidos,Número de celular del paciente,Fecha de última cita", "Kenneth,Abbott,5105550142,02/jul/2026", "17:00"),
    "Google Sheets": ("Timestamp,Patient first name?,Best phone number,Date of visit", "7/3/2026 8:00:00,Kenneth,510-555-0142,7/2/2026", "17:00"),
    "a list by hand": ("Pt Name,Cell #,DOS", "Kenneth A,5105550142,7/2/26", "17:00"),
    "a list by hand, apart": ("FIRST,LAST,CELL,APPT", "KENNETH,ABBOTT,5105550142,7/2/26 9:30am", "09:30"),
    "two phones": ("Name,Primary Phone,Cell,Date", "Kenneth Abbott,510-555-0101,510-555-0142,7/2/2026", "17:00"),
}  # fmt: skip
UNLIKE = {"Odontolog-a": "Kenneth 5105550142 02-07 10:00"}
"""2/7 is a day of February for an office in Los Angeles."""
NOT_UNDERSTOOD = {"Cal.com": ["1 file_has_no_contact"]}
"""Whose phone an attendee's is, a person has to say."""


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_of_a_system_is_read(name) -> None:
    heading, row, clock = EXPORTS[name]
    visits, rejects = read(f"{heading}\n{row}\n")
    if name in NOT_UNDERSTOOD:
        assert not visits
        assert rejects
    else:
        assert (visits, rejects) == ([UNLIKE.get(name, f"{KEN} {clock}")], [])


@pytest.mark.parametrize(
    "heading",
    [
        "Guarantor Name", "Guarantor Cell Phone", "Emergency Contact Phone", "Cell Carrier",
        "Responsible Party First Name", "Mobile Verified", "Provider Name", "Doctor", "Birth Date",
        "Next Appt Date", "Next Visit", "Created Date", "Date of Birth", "Fax Phone", "Pharmacy Phone",
        "Recall Date", "Referred By", "Patient ID", "Pat_ID", "Insurance Phone", "Middle Name",
        "Home Address", "Patient Status", "Employer Phone", "Spouse Name", "Email Opt In Date",
        "Date Modified", "First Visit Date", "Phone Type", "Status Changed By", "Preferred Time",
    ],
)  # fmt: skip
def test_a_heading_of_which_one_word_says_something_else_is_nobodys_name_phone_or_day(
    heading,
) -> None:
    assert match_columns([heading]).positions == {}
